import type { ScalarTag } from 'yaml';

/**
 * Bytes in base64: text by the time that sigs.k8s.io/yaml hands it to Kubernetes, which refuses what is no base64. What the
 * `yaml` package has for this tag is bytes whose text depends on where it runs.
 */
export const BINARY: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve(base64, onError) {
    try {
      return new TextDecoder().decode(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)));
    } catch {
      onError('a !!binary is no base64');
      return base64;
    }
  },
};
