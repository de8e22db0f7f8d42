/** How long ago something was, as people say it: `today`, `12 days ago`, `2 months ago`. Both in milliseconds since 1970. */
export function ageOf(time: number, now: number): string {
  const days = Math.max(0, Math.floor((now - time) / 86_400_000));
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 60) return `${days} days ago`;
  if (days < 730) return `${Math.floor(days / 30.44)} months ago`;
  return `${Math.floor(days / 365.25)} years ago`;
}
