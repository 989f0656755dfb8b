import { Cancellation, type FileSystemProvider, URI, UriUtils } from 'langium';
import { createKnetServices } from '../../language/services.ts';
import { createAnalysis } from '../analysis.ts';
import type { ManifestSource } from '../manifests/store.ts';
import { NO_MANIFESTS } from '../manifests/taken.ts';
import type { Model } from '../model.ts';

/** Reads texts that nobody has saved, as a model of their own: what an editor shows is not touched. */
export interface Workshop {
  /** `texts` by URI; the model is that of the first. Its manifests are those of `source`, as they are. */
  read(texts: ReadonlyMap<string, string>, source?: ManifestSource): Promise<Model | undefined>;
}

/** Made when first needed: a parser takes longer to make than most files to read. */
export function createWorkshop(): Workshop {
  let texts: ReadonlyMap<string, string> = new Map();
  const readFile = async (uri: URI) => {
    const text = texts.get(uri.toString());
    if (text === undefined) throw new Error(`there is no ${uri}`);
    return text;
  };
  const files = () => ({ readFile }) as FileSystemProvider;
  const { shared } = createKnetServices({ fileSystemProvider: files });
  const folders = () => [...texts.keys()].map((uri) => UriUtils.dirname(URI.parse(uri)));
  let manifests = NO_MANIFESTS;
  const own: ManifestSource = {
    taken: (document, pattern) => manifests.taken(document, pattern),
    stamps: (document) => manifests.stamps(document),
  };
  const analysis = createAnalysis(shared, folders, own);
  return {
    async read(current, source = NO_MANIFESTS) {
      texts = current;
      // A model that was read here has this very source: what it stands for stays.
      if (source !== own) manifests = source;
      const uris = [...texts.keys()].map((uri) => URI.parse(uri));
      const roots = uris.slice(0, 1);
      await analysis.update({ changed: uris, deleted: [], roots }, Cancellation.CancellationToken.None);
      return roots[0] && analysis.model(roots[0].toString());
    },
  };
}
