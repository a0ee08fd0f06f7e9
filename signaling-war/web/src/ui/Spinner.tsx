import styles from './Spinner.module.css';

export function Spinner({ size = 20 }: { readonly size?: number }) {
  return (
    <svg className={styles['spinner']} width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <circle cx="10" cy="10" r="7.5" stroke="currentColor" strokeOpacity="0.22" strokeWidth="2.4" />
      <path d="M17.5 10A7.500 7.500 0 0 0 10 2.500" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
    </svg>
  );
}
