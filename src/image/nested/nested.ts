import type { FileSink } from '../image.ts';

export interface NestedVisitor {
  file(path: string): FileSink | undefined;
  skip(path: string, reason: string): void;
  later(work: Promise<void>): void;
}
export const NESTED_HEAD = 512;
export function nestedSink(
  _head: Uint8Array,
  _path: string,
  _size: number,
  _visitor: NestedVisitor,
): FileSink | undefined {
  return undefined;
}
