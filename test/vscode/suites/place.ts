// Mocha's browser build reads its options from the page's address; an extension host has no page.
const place = globalThis as { location?: { search: string } };
place.location ??= { search: '' };

export {};
