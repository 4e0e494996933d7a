import type { Configuration } from '../../config/configuration.ts';
import type { Limits } from '../../config/limits.ts';
import type { EngineOptions } from '../engine.ts';
import type { BaselineFile } from './baseline-file.ts';
import type { BaselineRecord } from './baseline-record.ts';

/** A configuration, and what it governs. */
export interface LoadedConfig extends Configuration {
  /** As in reports. */
  shown: string;
  /** Its patterns of paths begin here; absolute. */
  folder: string;
  /** Only what is below its folder: nobody has named it, it was found. */
  onlyBelow: boolean;
}

/** What is known of the project that something audited belongs to. */
export interface Project extends EngineOptions {
  root: string;
  limits: Limits;
  config?: LoadedConfig;
  baseline?: RecordedBaseline;
  /** What is found is recorded instead of being held against a baseline. */
  recording?: Recording;
  /** All of it is audited, not a file or a folder of it: what is not found then is not there. */
  isWhole: boolean;
}

/** A baseline as it was read. */
export interface RecordedBaseline {
  file: BaselineFile;
  /** As in reports. */
  shown: string;
}

/** A baseline that is being made. */
interface Recording {
  record: BaselineRecord;
  /** Absolute. */
  path: string;
  /** As in reports. */
  shown: string;
  /** What was in the file. */
  before?: BaselineFile | undefined;
}
