// What the bundled libraries use of Node 21 and newer, for Node 20. Delete when VS Code's oldest supported host and the
// command line no longer run on Node 20.
if (typeof Object.groupBy !== 'function') {
  Object.defineProperty(Object, 'groupBy', {
    configurable: true,
    writable: true,
    value(items, keyOf) {
      const groups = Object.create(null);
      let index = 0;
      for (const item of items) {
        const key = keyOf(item, index++);
        if (groups[key] === undefined) groups[key] = [];
        groups[key].push(item);
      }
      return groups;
    },
  });
}
