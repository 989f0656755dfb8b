import type { BoxKind } from '../graph.ts';

/** Outlines on a 16 by 16 field, drawn with a line of 1.3 and round joins. */
export const ICONS: Readonly<Record<BoxKind, string>> = {
  vpc: 'M4.6 12.7h6.9a2.9 2.9 0 0 0 .5-5.75A4.1 4.1 0 0 0 4.1 6.3a3.2 3.2 0 0 0 .5 6.4z',
  segment: 'M1.5 8h13M4 8V4.5M12 8V4.5M8 8v3.5M2.5 2h3v2.5h-3zM10.5 2h3v2.5h-3zM6.5 11.5h3V14h-3z',
  overlay: 'M8 2l6.2 3.2L8 8.4 1.8 5.2zM1.8 8.2L8 11.4l6.2-3.2M1.8 11L8 14.2 14.2 11',
  cluster: 'M8 1.6l5.6 3.2v6.4L8 14.4l-5.6-3.2V4.8zM8 6a2 2 0 1 1 0 4a2 2 0 1 1 0-4',
  namespace: 'M2.5 4h11v8.5h-11zM2.5 4l1.5-1.8h4L9.2 4',
  free: 'M3 3h2.4M6.8 3h2.4M10.6 3H13M3 13h2.4M6.8 13h2.4M10.6 13H13M3 5.2v2M3 8.8v2M13 5.2v2M13 8.8v2',
  node: 'M2.5 2.5h11v4.8h-11zM2.5 8.7h11v4.8h-11zM5 4.9h.6M5 11.1h.6M8.5 4.9h2.6M8.5 11.1h2.6',
  pods: 'M4 .6l3.2 1.7v3.5L4 7.5.8 5.8V2.3z',
  host: 'M2 2.8h12v8H2zM8 10.8v2.7M5 13.5h6',
  container: 'M.9.9h6.2v6.2H.9z',
  router:
    'M8 1.6a6.4 6.4 0 1 1 0 12.8a6.4 6.4 0 1 1 0-12.8M4.5 6.4h6.5M9.2 4.6L11 6.4 9.2 8.2M11.5 9.8H5M6.8 8L5 9.8l1.8 1.8',
  gateway: 'M9.5 2.2h-6v11.6h6M6.5 8h7.5M11.3 5.3L14 8l-2.7 2.7',
  service: 'M2 8a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0M5.2 8h7.6M5 7l7-4.2M5 9l7 4.2M12 2.8h1.8M12.8 8h1M12 13.2h1.8',
  ingress: 'M6.5 2.2h6v11.6h-6M2 8h7.5M6.8 5.3L9.5 8l-2.7 2.7',
  internet:
    'M8 1.6a6.4 6.4 0 1 1 0 12.8a6.4 6.4 0 1 1 0-12.8M1.6 8h12.8M8 1.6c-4.4 3.9-4.4 8.9 0 12.8M8 1.6c4.4 3.9 4.4 8.9 0 12.8',
};
