import type { Instruction } from '../dockerfile/instruction.ts';
import type { Span } from '../dockerfile/source-text.ts';
import type { Stage } from '../dockerfile/stages.ts';
import type { Taint } from './taint.ts';

/** A place where a step leaves something that outlives it. */
export interface Stay {
  channel: 'layer' | 'cache-mount' | 'log';
  /** Of the file. */
  path?: string;
  taint: Taint;
  instruction: Instruction;
  stage: Stage;
  /** Where in the instruction. */
  at: Span;
  /** Set when a later step removes or replaces the file; it is still in the layer. */
  removed?: { instruction: Instruction; stage: Stage; at: Span };
}

/** True when what stays is hidden from the image by a later step. A removal in a stage apart hides nothing. */
export function isHidden({ removed, stage }: Stay): boolean {
  return removed !== undefined && (removed.stage === stage || removed.stage.inImage || !stage.inImage);
}
