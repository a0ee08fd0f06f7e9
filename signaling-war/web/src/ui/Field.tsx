import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null;
}

type TextFieldProps = FieldProps & Omit<InputHTMLAttributes<HTMLInputElement>, 'id'>;

export function TextField({ label, hint, error, ...native }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        {...native}
        id={id}
        className={styles['input']}
        aria-invalid={error ? true : undefined}
        aria-describedby={hint !== undefined || error ? `${id}-hint` : undefined}
      />
      <Below id={`${id}-hint`} hint={hint} error={error} />
    </div>
  );
}

type SelectFieldProps = FieldProps &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'children'> & {
    readonly options: readonly { readonly value: string; readonly label: string }[];
  };

export function SelectField({ label, hint, error, options, ...native }: SelectFieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      <select {...native} id={id} className={styles['input']}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Below id={`${id}-hint`} hint={hint} error={error} />
    </div>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: string }[];
  readonly onChoose: (value: V) => void;
}

/** A few alternatives side by side, as radio buttons. */
export function Choice<V extends string>({ label, value, options, onChoose }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles['choice']}>
      <legend>{label}</legend>
      <div className={styles['options']}>
        {options.map((option) => (
          <label key={option.value} className={styles['option']}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => {
                onChoose(option.value);
              }}
            />
            <span>
              {option.label}
              {option.hint !== undefined && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Below({
  id,
  hint,
  error,
}: {
  readonly id: string;
  readonly hint: ReactNode;
  readonly error?: string | null | undefined;
}) {
  if (error) {
    return (
      <p id={id} className={styles['error']} role="alert">
        {error}
      </p>
    );
  }
  return hint === undefined ? null : (
    <p id={id} className={styles['hint']}>
      {hint}
    </p>
  );
}
