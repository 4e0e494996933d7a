import type { Progress } from '../audit/image/progress.ts';
import type { ImageRunOptions } from '../audit/run-images.ts';
import { openOptions } from '../image/open-options.ts';
import { fileNamed } from './dockerfile.ts';
import { limitsOf, startAudit } from './start.ts';
import type { Audit, ImageOptions, ImageProgress } from './types.ts';

/**
 * Audits an image: config, history, annotations, attestations and every file of every layer. `reference` is what
 * `audit image` takes: an archive, an OCI layout, `docker://HOST/NAME`, the name of an image.
 *
 * Rejects with an ImageError where nothing can be read there, or that takes too long; with an InputError where the reference is
 * no text, or an option or a limit has a value that it does not take; with the signal's reason where that is aborted. Parts
 * that cannot be read are in the report's `skipped`, the Dockerfile and the bases too.
 */
export function auditImage(reference: string, options: ImageOptions = {}): Audit {
  return audit([reference], options, true);
}

/**
 * Audits several images: a secret is told once, with all its places. What cannot be read is in the report's `skipped`.
 *
 * Rejects with an InputError where `references` is no array of texts, or an option or a limit has a value that it does not
 * take; with the signal's reason where that is aborted.
 */
export function auditImages(references: readonly string[], options: ImageOptions = {}): Audit {
  return audit(references, options, false);
}

function audit(references: readonly string[], options: ImageOptions, strict: boolean): Audit {
  return startAudit(options, async (found) => {
    const [{ runImages }, { DEFAULT_GATE }, { ByteCounter }, { checkTexts }] = await Promise.all([
      import('../audit/run-images.ts'),
      import('../audit/gate.ts'),
      import('../audit/image/progress.ts'),
      import('./check-options.ts'),
    ]);
    checkTexts(references, strict ? 'reference: takes a text' : 'references: takes an array of texts');
    const { minConfidence = DEFAULT_GATE.minConfidence, onProgress } = options;
    const progress = onProgress && told(onProgress, new ByteCounter());
    const limits = await limitsOf(options);
    const asked = {
      ...imageOptions(options),
      ...(limits && { limits }),
      strict,
      events: { found },
      progress,
    };
    return (await runImages(references, { ...DEFAULT_GATE, minConfidence }, asked)).report;
  });
}

function imageOptions(options: ImageOptions): ImageRunOptions {
  const { dockerfile, target, bases = [], finalOnly = false, cache = true, signal, environment } = options;
  return {
    ...openOptions(options),
    ...(dockerfile !== undefined && { dockerfile: fileNamed(dockerfile) }),
    ...(target !== undefined && { target }),
    ...(environment && { environment }),
    bases,
    finalOnly,
    noCache: !cache,
    signal,
  };
}

function told(tell: (progress: ImageProgress) => void, counter: Progress['counter']): Progress {
  let now = { image: '', done: 0, layers: 0, bytes: 0 };
  const say = (): void => {
    const { image, done, layers, bytes } = now;
    tell({ image, layers: { done, total: layers }, bytes: { read: counter.bytes, total: bytes } });
  };
  return {
    counter,
    begin({ name: image }, layers, bytes) {
      now = { image, done: 0, layers, bytes };
      if (layers > 0) say();
    },
    done() {
      now.done += 1;
      say();
    },
  };
}
