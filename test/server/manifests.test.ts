import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { type Client, uriOf, withClient } from '../support/lsp.ts';
import { readMarks } from '../support/marked.ts';

const MODEL = `network lan { cidr 192.168.0.0/24 }
cluster c {
  podCIDR 10.50.0.0/16
  cni flannel
  node n { in lan  ip 192.168.0.10 }
  manifests "k8s/**/*.yaml"
}
`;

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        ports:
        - name: http
          containerPort: 8080
`;

const service = (selector: string) => `# the front
apiVersion: v1
kind: Service
metadata:
  name: front
spec:
  selector:
    ${selector}   # who answers
  ports:
  - port: 80
    targetPort: http
`;

async function opened(client: Client, files: Readonly<Record<string, string>> = {}): Promise<void> {
  for (const [path, text] of Object.entries(files)) client.files.files.set(path, text);
  await client.open('main.knet', MODEL);
  await client.settled();
}

const shown = (found: readonly Diagnostic[]) => found.map(({ code, range }) => ({ code, range }));

function applied(client: Client, action: CodeAction | undefined, path: string): string {
  const text = client.files.files.get(path) ?? '';
  const edits = action?.edit?.changes?.[uriOf(path)] ?? [];
  return TextDocument.applyEdits(TextDocument.create(uriOf(path), 'yaml', 0, text), [...edits]);
}

describe('manifests that a model takes in', () => {
  test('show what is wrong in their own lines, without being open', async () => {
    const marked = readMarks(service('<[app: wbe]>'));
    await withClient({}, async (client) => {
      await opened(client, { 'k8s/web.yaml': WEB, 'k8s/front/service.yaml': marked.text, 'other/x.yaml': '}' });
      const found = await client.diagnosticsOf('k8s/front/service.yaml');
      expect(shown(found)).toEqual([{ code: 'SVC-NO-ENDPOINT', range: marked.ranges[0] }]);
      expect(client.diagnostics.has(uriOf('other/x.yaml'))).toBe(false);
      expect(await client.diagnosticsOf('main.knet')).toEqual([]);
    });
  });

  test('follow the editor, and the disk when the editor lets go', async () => {
    const path = 'k8s/service.yaml';
    await withClient({}, async (client) => {
      await opened(client, { 'k8s/web.yaml': WEB, [path]: service('app: web') });
      expect(await client.diagnosticsOf(path)).toEqual([]);
      await client.open(path, service('app: web'));
      await client.change(path, service('app: wbe'));
      expect((await client.diagnosticsOf(path)).map(({ code }) => code)).toEqual(['SVC-NO-ENDPOINT']);
      await client.close(path);
      expect(await client.diagnosticsOf(path)).toEqual([]);
    });
  });

  test('come and go with files on disk', async () => {
    const path = 'k8s/new/service.yaml';
    await withClient({}, async (client) => {
      await opened(client, { 'k8s/web.yaml': WEB });
      client.files.files.set(path, service('app: wbe'));
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type: 1 }] });
      expect((await client.diagnosticsOf(path)).map(({ code }) => code)).toEqual(['SVC-NO-ENDPOINT']);
      client.files.files.delete(path);
      await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type: 3 }] });
      expect(await client.diagnosticsOf(path)).toEqual([]);
    });
  });

  test('are read through the client in a web worker', async () => {
    await withClient({ remote: true, capabilities: {} }, async (client) => {
      client.files.files.set('k8s/service.yaml', service('app: web'));
      await client.open('main.knet', MODEL.replace('k8s/**/*.yaml', 'k8s/service.yaml'));
      const found = await client.diagnosticsOf('k8s/service.yaml');
      expect(found.map(({ code }) => code)).toEqual(['SVC-NO-ENDPOINT']);
    });
  });

  test('are repaired in their own style, and silenced by a comment of YAML', async () => {
    const path = 'k8s/service.yaml';
    await withClient({}, async (client) => {
      await opened(client, { 'k8s/web.yaml': WEB, [path]: service('app: "wbe"') });
      const [problem] = await client.diagnosticsOf(path);
      const actions = await client.codeActions(path, problem!);
      expect(applied(client, actions[0], path)).toBe(service('app: "web"'));
      const silence = actions.find(({ title }) => title.startsWith('Disable'));
      const silenced = applied(client, silence, path);
      expect(silenced).toContain('    # knet-disable-next-line SVC-NO-ENDPOINT\n    app: "wbe"');
      await client.open(path, silenced);
      expect(await client.diagnosticsOf(path)).toEqual([]);
    });
  });

  test('have hovers where an object begins, and nothing elsewhere', async () => {
    const path = 'k8s/service.yaml';
    const text = service('app: web');
    await withClient({}, async (client) => {
      await opened(client, { 'k8s/web.yaml': WEB, [path]: text });
      const at = (word: string) => {
        const offset = text.indexOf(word);
        return TextDocument.create('', '', 0, text).positionAt(offset + 1);
      };
      const hover = await client.hover(path, at('front\nspec'));
      expect(JSON.stringify(hover?.contents)).toContain('default/front');
      expect(await client.hover(path, at('who answers'))).toBeNull();
      expect(await client.hover(path, at('http'))).toBeNull();
      expect(await client.outline(path)).toEqual([]);
    });
  });

  test('that are broken in one document keep the others', async () => {
    const path = 'k8s/all.yaml';
    const marked = readMarks(`${WEB}---\nkind: Service\nmetadata: <[{]>\n---\n${service('app: wbe')}`);
    await withClient({}, async (client) => {
      await opened(client, { [path]: marked.text });
      const found = await client.diagnosticsOf(path);
      expect(found.map(({ code }) => code)).toEqual(['MANIFEST', 'SVC-NO-ENDPOINT']);
      expect(found[0]!.range.start.line).toBeGreaterThanOrEqual(marked.ranges[0]!.start.line);
      expect(found[0]!.range.start.line).toBeLessThanOrEqual(marked.ranges[0]!.start.line + 2);
    });
  });
});

describe('patterns of manifests', () => {
  test.each([
    ['../outside/*.yaml', 'leads outside the workspace', 1],
    ['/etc/*.yaml', 'is no pattern of paths', 1],
    ['none/*.yaml', 'matches no .yaml, .yml or .json file', 2],
    ['k8s/missing.yaml', 'cannot be read', 1],
  ])('%s %s', async (pattern, message, severity) => {
    await withClient({}, async (client) => {
      client.files.files.set('k8s/web.yaml', WEB);
      await client.open('main.knet', MODEL.replace('k8s/**/*.yaml', pattern));
      const [found, ...more] = await client.diagnosticsOf('main.knet');
      expect(more).toEqual([]);
      expect(found).toMatchObject({ code: 'MANIFEST', severity, message: expect.stringContaining(message) });
      expect(found!.range.start.line).toBe(5);
    });
  });

  test('what .knet and YAML both declare is one name too many', async () => {
    const model = MODEL.replace(
      '  manifests',
      '  namespace default { deployment web { labels app=web } }\n  manifests',
    );
    await withClient({}, async (client) => {
      client.files.files.set('k8s/web.yaml', WEB);
      await client.open('main.knet', model);
      const [found] = await client.diagnosticsOf('k8s/web.yaml');
      expect(found).toMatchObject({ code: 'DUPLICATE-NAME', range: { start: { line: 3, character: 8 } } });
      expect(found!.relatedInformation?.[0]?.location.uri).toBe(uriOf('main.knet'));
    });
  });
});
