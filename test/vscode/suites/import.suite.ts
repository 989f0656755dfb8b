/// <reference types="mocha" />
import * as vscode from 'vscode';
import { equal, ok, until } from './expect.ts';
import { before, codeOf, show, write } from './files.ts';

const base = `network lan { cidr 192.168.7.0/24 }
cluster shop {
  podCIDR     10.244.0.0/16
  serviceCIDR 10.96.0.0/12
  cni flannel { backend vxlan }
  node first { in lan  ip 192.168.7.11 }
}
`;
const importing = `import "base.knet"
extend cluster shop {
  node second { in lan  ip 192.168.7.12 }
  namespace default {
    pod a { on first }
    pod b { on second }
  }
}
`;

suite('a file that imports another', () => {
  // In a worker there is no disk: the server asks the client for the imported file.
  test('finds what the other declares', async () => {
    const there = await write('base.knet', base);
    await write('importing.knet', importing);
    const { document } = await show('importing.knet');
    const [place] = await until('a definition of "lan"', async () => {
      const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        before(document, 'lan '),
      );
      return found.length > 0 && found;
    });
    const uri = 'targetUri' in place! ? place.targetUri : place!.uri;
    equal(uri.path, there.path);
    equal(vscode.languages.getDiagnostics(document.uri).map(codeOf), []);
  });

  test('says so where the other does not exist', async () => {
    const uri = await write('lost.knet', 'import "nowhere.knet"\n');
    await show('lost.knet');
    const [problem] = await until('a diagnostic', () => {
      const found = vscode.languages.getDiagnostics(uri);
      return found.length > 0 && found;
    });
    ok(problem!.message.includes('nowhere.knet'), problem!.message);
  });
});
