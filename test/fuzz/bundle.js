import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { instrument } from './instrument.js';

/** Bundles the worker with all targets and the sources, instrumented, into `folder`; returns the files that it wrote. */
export async function bundle(root, folder) {
  const built = await rolldown({
    cwd: root,
    input: 'test/fuzz/worker.ts',
    platform: 'node',
    tsconfig: true,
    transform: { define: { SOURCE_DIGEST: '"fuzz"' } },
    external: ['#layer-thread', '#seldom'],
  });
  const { output } = await built.generate({ format: 'esm', codeSplitting: false });
  const { code, files } = instrument(output[0].code);
  const worker = join(folder, 'worker.mjs');
  const blocks = join(folder, 'blocks.json');
  writeFileSync(worker, code);
  writeFileSync(blocks, JSON.stringify(files));
  return { worker, blocks };
}
