import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { Mark } from './Mark';

interface CardProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children?: ReactNode;
  readonly below?: ReactNode;
  readonly testId?: string;
}

/** A page that asks one thing: the mark, a heading, a form. */
export function Card({ title, lead, children, below, testId }: CardProps) {
  return (
    <main className={styles['page']} data-testid={testId}>
      <div className={styles['column']}>
        <div className={styles['brand']}>
          <Mark size={36} />
          <span>Tertulia</span>
        </div>
        <section className={styles['card']}>
          <h1>{title}</h1>
          {lead !== undefined && <p className={styles['lead']}>{lead}</p>}
          {children}
        </section>
        {below !== undefined && <div className={styles['below']}>{below}</div>}
      </div>
    </main>
  );
}
