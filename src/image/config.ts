import type { HistoryEntry, ImageConfig } from './image.ts';
import { type Json, list, record, text, textMap, texts } from './json.ts';

/** The image config (image-spec, config.md; Docker's is a superset). Never throws: what is malformed reads as absent. */
export function parseConfig(value: unknown, historyLimit: number): ImageConfig {
  const raw = record(value) ?? {};
  const config = record(raw.config) ?? {};
  return {
    env: texts(config.Env),
    labels: textMap(config.Labels),
    cmd: texts(config.Cmd),
    entrypoint: texts(config.Entrypoint),
    healthcheck: texts(record(config.Healthcheck)?.Test),
    onbuild: texts(config.OnBuild),
    history: list(raw.history).slice(0, historyLimit).map(historyEntry),
    diffIds: texts(record(raw.rootfs)?.diff_ids),
    raw,
  };
}

function historyEntry(value: unknown): HistoryEntry {
  const json: Json = record(value) ?? {};
  const comment = text(json.comment);
  const author = text(json.author);
  return {
    createdBy: text(json.created_by) ?? '',
    ...(comment === undefined ? {} : { comment }),
    ...(author === undefined ? {} : { author }),
    emptyLayer: json.empty_layer === true,
  };
}
