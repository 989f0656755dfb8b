/// <reference types="node" />
import assert from 'node:assert/strict';
import type { Window } from '../support/window.ts';

/** A picture of the README: how to bring it about, and what has to be in it before it is taken. */
export interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  prepare(window: Window): Promise<void>;
}

/** A Pod range that the nodes' own network lies in: underlined, explained, with its repair, and listed as a problem. */
const problem: Shot = {
  name: 'problem',
  width: 1200,
  height: 760,
  async prepare(window) {
    await window.problems();
    await window.replace('10.244.0.0/16', '172.16.0.0/16');
    const problems = await window.problems();
    await problems.filter({ hasText: 'CIDR-POD-VPC' }).first().waitFor();
    await window.page.locator('.monaco-editor .squiggly-error').first().waitFor();
    const hover = await window.hover('172.16.0.0/16');
    assert.match((await hover.textContent()) ?? '', /CIDR-POD-VPC[\s\S]*Quick Fix/);
  },
};

/** The whole way of a packet through the tunnel, there and back. */
const trace: Shot = {
  name: 'trace',
  width: 1200,
  height: 1000,
  async prepare(window) {
    await window.scrollTo('trace ');
    const hover = await window.hover('trace');
    const text = (await hover.textContent()) ?? '';
    for (const part of ['flannel.1', 'VXLAN', 'cni0', 'DELIVERED'])
      assert.ok(text.includes(part), `no ${part}: ${text}`);
  },
};

/** The picture of the network beside its text. */
const diagram: Shot = {
  name: 'diagram',
  width: 1400,
  height: 860,
  async prepare(window) {
    await window.openDiagram();
    const svg = window.webview().locator('svg').first();
    await svg.waitFor();
    const text = (await svg.textContent()) ?? '';
    for (const part of ['node-a', 'node-b', 'master', 'cluster-lan'])
      assert.ok(text.includes(part), `no ${part}: ${text}`);
  },
};

export const shots: readonly Shot[] = [problem, trace, diagram];
