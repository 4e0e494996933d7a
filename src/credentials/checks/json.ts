type JsonObject = Readonly<Record<string, unknown>>;

/** The object that a text of JSON holds, or undefined for anything else. */
function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** The JSON object that base64, either alphabet, decodes to. */
export function parseBase64Object(text: string): JsonObject | undefined {
  return parseObject(Buffer.from(text, 'base64').toString('utf8'));
}
