/** The mark of the product: a round of three voices. */
export function Mark({ size = 40 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false" style={{ flex: 'none' }}>
      <rect width="32" height="32" rx="9" fill="var(--accent)" />
      <path
        d="M16 7.2a8.8 8.8 0 0 0-7.6 13.2L7.3 24.7l4.3-1.1A8.8 8.8 0 1 0 16 7.2Z"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.2"
        strokeLinejoin="round"
      />
      <g fill="var(--on-accent)">
        <circle cx="12.2" cy="16" r="1.5" />
        <circle cx="16" cy="16" r="1.5" />
        <circle cx="19.8" cy="16" r="1.5" />
      </g>
    </svg>
  );
}
