/** Said to the user, who has written it: one line for each thing that is wrong with a configuration or a baseline. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}
