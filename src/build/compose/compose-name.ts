/** What a compose file is usually called, by its path. */
export const COMPOSE_NAME = /(?:^|[/._-])(?:docker-)?compose(?:[._-][\w.-]*)?\.ya?ml$/;
