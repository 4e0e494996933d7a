import type { BuildPath } from '../../build/build-path.ts';

/** How a build is written down, as far as it decides what can be changed. */
export type BuildForm =
  | 'line'
  | 'compose'
  | 'bake'
  | 'action'
  | 'step'
  /** A program calls the engine's API. */
  | 'api'
  /** The builder has no secret mounts. */
  | 'no-mounts'
  | 'other';

/** Commands that build with secrets and take flags for them. */
const COMMAND = /^(?:docker|podman|buildah|nerdctl|finch|depot|docker-buildx|img|buildctl|fly|flyctl)(?: |$)/;
const PROGRAM = /\.(?:[cm]?[jt]sx?|py|groovy)$/;

export function formOf({ how, builder, line, at }: BuildPath): BuildForm {
  const { path } = at.source;
  if (PROGRAM.test(path) && !COMMAND.test(how) && line === undefined && builder !== 'kaniko') return 'api';
  if (builder === 'kaniko' || builder === 'classic' || /^az\b/.test(how)) return 'no-mounts';
  if (line !== undefined) return 'line';
  if (/^service /.test(how)) return 'compose';
  if (/^target /.test(how)) return 'bake';
  if (/^[\w.-]+\/[\w.-]+-action$/.test(how)) return 'action';
  if (/^Docker@/.test(how) || (COMMAND.test(how) && /\.(?:ya?ml|json)$/.test(path))) return 'step';
  return 'other';
}
