/// <reference types="node" />
import assert from 'node:assert/strict';
import { enlargeHover, hoverOver } from '../support/hover.ts';
import type { Window } from '../support/window.ts';

/** A picture of the README: how to bring it about, and what has to be in it before it is taken. */
export interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** The file shown, and its text when it is none of the examples. */
  readonly file: string;
  readonly text?: string;
  prepare(window: Window): Promise<void>;
}

/** A first sketch of a network, with its Pod range laid into the range of the machines. */
const sketch = `// The first sketch of the shop's cluster.
network office { cidr 10.0.0.0/16  gateway 10.0.0.1 }

cluster shop {
  podCIDR     10.0.128.0/17
  serviceCIDR 10.96.0.0/12

  cni flannel { backend host-gw }

  node web-1 { in office  ip 10.0.0.11 }
  node web-2 { in office  ip 10.0.0.12 }

  namespace default {
    deployment cart { replicas 3  labels app=cart  port 8080 }
    service cart    { selector app=cart  port 80 -> 8080 }
  }
}
`;

/** A Pod range that overlaps the nodes' network: underlined, explained, with its repair, and listed as a problem. */
const problem: Shot = {
  name: 'problem',
  width: 1040,
  height: 620,
  file: 'shop.knet',
  text: sketch,
  async prepare(window) {
    const problems = await window.problems();
    await problems.filter({ hasText: 'CIDR-POD-VPC' }).first().waitFor();
    const hover = await hoverOver(window.page, window.page.locator('.monaco-editor .squiggly-error').first());
    await hover.getByText('Quick Fix...').waitFor();
    assert.match((await hover.textContent()) ?? '', /10\.0\.0\.0\/16[\s\S]*CIDR-POD-VPC/);
  },
};

/** The whole way of a packet through the tunnel, in a hover drawn larger by its edges. */
const trace: Shot = {
  name: 'trace',
  width: 1240,
  height: 900,
  file: 'flannel-vxlan.knet',
  async prepare(window) {
    const hover = await window.text.hover('trace');
    await enlargeHover(window.page, hover, 'reply');
    const text = (await hover.textContent()) ?? '';
    for (const part of ['flannel.1', 'VXLAN', 'cni0', 'DELIVERED']) {
      assert.ok(text.includes(part), `the hover lacks ${part}: ${text}`);
    }
  },
};

/** The same as a text beside the file, opened by the line above the statement: every step and every header. */
const steps: Shot = {
  name: 'steps',
  width: 1500,
  height: 900,
  file: 'flannel-vxlan.knet',
  async prepare(window) {
    await window.text.scrollTo('trace  default/a');
    const text = await window.openTrace('DELIVERED · show trace');
    for (const part of ['flannel.1', 'Ethernet', 'ttl 64']) await text.getByText(part).first().waitFor();
  },
};

/** The picture of the network beside its text. */
const diagram: Shot = {
  name: 'diagram',
  width: 1240,
  height: 800,
  file: 'flannel-vxlan.knet',
  async prepare(window) {
    await window.openDiagram();
    const svg = window.webview().locator('#stage svg').first();
    await svg.waitFor();
    const text = (await svg.textContent()) ?? '';
    for (const part of ['master', 'node-a', 'node-b', 'cluster-lan', '10.244.2.194']) {
      assert.ok(text.includes(part), `the diagram lacks ${part}: ${text}`);
    }
  },
};

/** A packet on its way through the tunnel: its place in the picture, and the headers that have just been put around it. */
const player: Shot = {
  name: 'player',
  width: 1760,
  height: 960,
  file: 'flannel-vxlan.knet',
  async prepare(window) {
    await window.text.scrollTo('trace  default/a');
    await window.page
      .locator('.codelens-decoration a', { hasText: /^play$/ })
      .first()
      .click();
    const page = window.webview();
    const vxlan = page.locator('#player [data-layer="VXLAN"].added');
    await page.locator('#player-position').waitFor();
    for (let step = 0; step < 40 && (await vxlan.count()) === 0; step++) await page.locator('#player').press('n');
    await vxlan.waitFor();
    await page.locator('[data-id="node:demo/node-a"].knet-here').waitFor();
    // The packet has arrived where it is shown.
    await page.locator('.knet-packet .sheet').waitFor();
  },
};

export const shots: readonly Shot[] = [problem, trace, steps, diagram, player];
