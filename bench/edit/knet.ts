/// <reference types="node" />
import { PassThrough } from 'node:stream';
import { EmptyFileSystem, type FileSystemProvider } from 'langium';
import { type Connection, createConnection } from 'vscode-languageserver/node';
import { startServer } from '../../server/server.ts';
import { Client, type Published } from './client.ts';

const noLayout = () => Promise.reject(new Error('nothing is drawn here'));

function serveKnet(connection: Connection): void {
  const files = EmptyFileSystem.fileSystemProvider as () => FileSystemProvider;
  startServer(connection, { createLayout: () => noLayout }, files);
}

/** A client of a server of knet with that text open. */
export const openKnet = (text: string) => opened(text, serveKnet);

/** A client of a server in this process, over streams in memory. */
export async function opened(text: string, serve: (connection: Connection) => void): Promise<Client> {
  const [there, back] = [new PassThrough(), new PassThrough()];
  serve(createConnection(there, back));
  const client = new Client(back, there);
  await client.open(text);
  return client;
}

/** An edit that breaks or mends something, to and fro; the mean of both is what it takes. */
export interface Toggle {
  readonly off: string;
  readonly on: string;
  readonly broken: (found: Published) => boolean;
}

const has = (what: RegExp) => (found: Published) => found.some(({ code, message }) => what.test(`${code} ${message}`));

/** Breaks and mends a reference. */
export const NAME: Toggle = { off: 'on       n1\n', on: 'on       n1x\n', broken: has(/n1x/) };

/** Puts a node outside its network, which one of the checks says. */
export const ADDRESS: Toggle = { off: 'ip 192.168.0.10 ', on: 'ip 10.0.0.1 ', broken: has(/IP-OUTSIDE/) };

export async function toggle(client: Client, { off, on, broken }: Toggle): Promise<number> {
  const there = await client.replace(off, on, broken);
  const back = await client.replace(on, off, (found) => !broken(found));
  return (there + back) / 2;
}

export const replaceName = (client: Client) => toggle(client, NAME);
