import { describe, expect, test } from 'vitest';
import type { LayoutEngine } from '../../diagram/graph.ts';
import {
  CARD,
  CHANGED,
  DIAGRAM,
  type DiagramResult,
  LOCATE,
  STATUS,
  TRACE,
  TRACE_DOCUMENT,
  type TraceDocumentReply,
  type TraceReply,
} from '../../server/protocol.ts';
import { uriOf, withClient } from '../support/lsp.ts';

const text = `network lan { cidr 192.168.7.0/24 }
cluster c {
  cni flannel { backend host-gw }
  podCIDR 10.244.0.0/16
  node n1 { in lan  ip 192.168.7.11 }
  namespace default { pod a { } pod b { } }
}
trace default/a -> default/b ICMP
`;

/** Everything at the origin: what is drawn is the diagram's business, that it is drawn is the server's. */
const layout: LayoutEngine = async (graph) => {
  const boxes = new Map<string, { x: number; y: number; width: number; height: number }>();
  const visit = (list: typeof graph.boxes): void => {
    for (const { id, children } of list) {
      boxes.set(id, { x: 0, y: 0, width: 10, height: 10 });
      visit(children);
    }
  };
  visit(graph.boxes);
  const edges = new Map(
    graph.edges.map(({ id }) => [
      id,
      [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    ]),
  );
  return { width: 10, height: 10, boxes, edges };
};

const draw = { uri: uriOf('a.knet') };

describe('the diagram', () => {
  test('has a box for each object, which leads to its declaration', async () => {
    await withClient({ layout }, async (client) => {
      await client.open('a.knet', text);
      const { svg, partial } = (await client.request<DiagramResult>(DIAGRAM, draw))!;
      expect(partial).toBe(false);
      const id = /data-id="(node:[^"]*n1)"/.exec(svg!)?.[1];
      const start = { line: 4, character: 7 };
      const range = { start, end: { line: 4, character: 9 } };
      expect(await client.request(LOCATE, { ...draw, id })).toEqual({ uri: draw.uri, range });
      expect(await client.request(LOCATE, { ...draw, id: 'node:gone' })).toBeNull();
    });
  });

  test('has for each box the card that the editor shows', async () => {
    await withClient({ layout }, async (client) => {
      await client.open('a.knet', text);
      const { svg } = await client.request<DiagramResult>(DIAGRAM, draw);
      const id = /data-id="(node:[^"]*n1)"/.exec(svg!)?.[1];
      expect(await client.request(CARD, { ...draw, id })).toMatch(/^\*\*node\*\* `n1`/);
      expect(await client.request(CARD, { ...draw, id: 'internet:' })).toBeNull();
    });
  });

  test('says that it is partial while the text has syntax errors', async () => {
    await withClient({ layout }, async (client) => {
      await client.open('a.knet', text.replace('cluster c {', 'cluster c { } }'));
      expect((await client.request<DiagramResult>(DIAGRAM, draw)).partial).toBe(true);
    });
  });

  test('stays the last good one when the layout fails', async () => {
    let broken = false;
    const sometimes: LayoutEngine = (graph) => (broken ? Promise.reject(new Error('too odd')) : layout(graph));
    await withClient({ layout: sometimes }, async (client) => {
      await client.open('a.knet', text);
      const good = await client.request<DiagramResult>(DIAGRAM, draw);
      broken = true;
      await client.change('a.knet', `${text}\nnetwork more { }`);
      expect(await client.request(DIAGRAM, draw)).toEqual({ ...good, partial: true });
      expect(client.errors.splice(0).join()).toContain('too odd');
    });
  });

  test('is a patch to the picture that the client has', async () => {
    await withClient({ layout }, async (client) => {
      const picture = (have?: string) => client.request<DiagramResult>(DIAGRAM, { ...draw, have });
      await client.open('a.knet', text);
      const first = await picture();
      expect((await picture(first.version)).patch?.boxes).toEqual({ removed: [], put: [] });
      await client.change('a.knet', `${text}\nnetwork more { }`);
      const next = await picture(first.version);
      expect(next.patch?.boxes.put.map(({ id }) => id)).toEqual(['segment:more']);
      expect((await picture(first.version)).svg).toContain('segment:more');
      expect((await picture()).svg).toContain('segment:more');
    });
  });

  test('of a document that is not known is null', async () => {
    await withClient({ layout }, async (client) => {
      expect(await client.request(DIAGRAM, { uri: uriOf('nothing.knet') })).toBeNull();
    });
  });
});

describe('the trace at a position', () => {
  test('is plain data whose origins are places', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const position = { line: 7, character: 3 };
      const found = (await client.request<TraceReply>(TRACE, { ...draw, position }))!;
      expect(found.disposition).toBe('DELIVERED');
      const steps = found.paths.flatMap(({ forward }) => forward.flatMap((hop) => hop.steps));
      const origins = steps.flatMap((step) => ('origin' in step && step.origin ? [step.origin] : []));
      expect(origins.length).toBeGreaterThan(0);
      for (const origin of origins) expect(origin.uri).toBe(draw.uri);
    });
  });

  test('is null where there is none', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      expect(await client.request(TRACE, { ...draw, position: { line: 0, character: 0 } })).toBeNull();
    });
  });
});

describe('the document of a trace', () => {
  test('has a link for every place that it names', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const found = (await client.request<TraceDocumentReply>(TRACE_DOCUMENT, { ...draw, line: 7 }))!;
      const lines = found.text.split('\n');
      expect(lines[0]).toBe('DELIVERED default/a -> default/b ICMP');
      expect(lines).toContain('request');
      expect(lines).toContain('reply');
      const named = [...found.text.matchAll(/a\.knet:(\d+):(\d+)$/gm)];
      expect(named.length).toBeGreaterThan(5);
      const at = found.links.map(({ target: { uri, range } }) => [
        uri,
        range.start.line + 1,
        range.start.character + 1,
      ]);
      expect(at).toEqual(named.map(([, line, column]) => [draw.uri, Number(line), Number(column)]));
    });
  });

  test('follows its question through edits', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      const first = (await client.request<TraceDocumentReply>(TRACE_DOCUMENT, { ...draw, line: 7 }))!;
      expect(first.question).toBe('trace default/a -> default/b ICMP');
      await client.change('a.knet', `// one\n// two\ntrace default/b -> default/a\n${text}`);
      const moved = await client.request<TraceDocumentReply>(TRACE_DOCUMENT, { ...draw, ...first });
      expect(moved).toMatchObject({ question: first.question, line: 10 });
      await client.change('a.knet', text.replace('b ICMP', 'b:81/TCP'));
      const edited = await client.request<TraceDocumentReply>(TRACE_DOCUMENT, { ...draw, ...first });
      expect(edited).toMatchObject({ question: 'trace default/a -> default/b:81/TCP', line: 7 });
      expect(edited!.text).toMatch(/^NO_LISTENER /);
    });
  });

  test.each([[0], [8], [9999], [-1]])('is null on line %s, where there is none', async (line) => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      expect(await client.request(TRACE_DOCUMENT, { ...draw, line })).toBeNull();
    });
  });
});

describe('notifications', () => {
  test('tell that the server is ready and that a diagram may have changed', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      await client.settled();
      expect(client.notifications).toContainEqual({ method: STATUS, params: { state: 'ready' } });
      expect(client.notifications).toContainEqual({ method: CHANGED, params: draw });
    });
  });

  test('of a change come once per settled build', async () => {
    await withClient({}, async (client) => {
      await client.open('a.knet', text);
      await client.settled();
      const before = client.notifications.filter(({ method }) => method === CHANGED).length;
      for (let n = 0; n < 5; n++) await client.change('a.knet', `${text}// ${n}`);
      await client.settled();
      const after = client.notifications.filter(({ method }) => method === CHANGED).length;
      expect(after - before).toBeGreaterThanOrEqual(1);
      expect(after - before).toBeLessThanOrEqual(5);
    });
  });
});
