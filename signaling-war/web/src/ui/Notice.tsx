import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A quiet word in the middle of an empty place. */
export function Notice({ icon, title, children, action }: NoticeProps) {
  return (
    <div className={styles['notice']}>
      <span className={styles['icon']}>
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
