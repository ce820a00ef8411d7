export function sayDeleted(sessionId: string): string {
  return `Expected a session that was not deleted, got \`${sessionId}\`: nothing more is kept of it. Start another.`;
}
