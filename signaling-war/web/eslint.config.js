import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Forbids imports upward: app → features → {client, media, ui} → protocol. */
function layer(folder, forbidden, extra = []) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...forbidden.map((name) => ({
              regex: `^(\\.\\./)+${name}(/|$)`,
              message: `${folder} may not import ${name}.`,
            })),
            ...extra,
          ],
        },
      ],
    },
  };
}

const noReact = { regex: '^react(-dom)?(/|$)', message: 'React stays in ui, features and app.' };
const noSibling = {
  regex: '^\\.\\./(?!\\.\\./)',
  message: 'A feature does not import another feature; the app puts them together.',
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strict],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unsafe-assignment': 'error',
      '@typescript-eslint/no-unsafe-call': 'error',
      '@typescript-eslint/no-unsafe-member-access': 'error',
      '@typescript-eslint/no-unsafe-return': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', 400],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name per thing, everywhere.' },
      ],
    },
  },
  { files: ['src/**/*.tsx'], ...a11y.flatConfigs.strict },
  { files: ['src/**/*.tsx'], plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  layer('protocol', ['client', 'media', 'ui', 'features', 'app'], [noReact]),
  layer('client', ['media', 'ui', 'features', 'app'], [noReact]),
  layer('media', ['client', 'ui', 'features', 'app'], [noReact]),
  layer('ui', ['client', 'media', 'features', 'app']),
  layer('features', ['app']),
  layer('features/*', ['app'], [noSibling]),
  {
    files: ['**/*.js', 'test/**/*.mjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        document: 'readonly',
        window: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        crypto: 'readonly',
        localStorage: 'readonly',
        matchMedia: 'readonly',
        indexedDB: 'readonly',
        location: 'readonly',
        navigator: 'readonly',
        fetch: 'readonly',
        self: 'readonly',
        Headers: 'readonly',
        MessageChannel: 'readonly',
      },
    },
  },
);
