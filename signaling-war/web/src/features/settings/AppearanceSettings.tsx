import { Choice } from '../../ui/Field';
import { chooseMotion, motion } from '../../ui/motion';
import { chooseLanguage, language, t } from '../../ui/text/text';
import { chooseTheme, theme } from '../../ui/theme';
import { useReadable } from '../../ui/useReadable';
import styles from './SettingsDialog.module.css';

export function AppearanceSettings() {
  const chosenTheme = useReadable(theme);
  const chosenLanguage = useReadable(language);
  const chosenMotion = useReadable(motion);
  return (
    <div className={styles['form']}>
      <Choice
        label={t('settings.theme')}
        value={chosenTheme}
        onChoose={chooseTheme}
        options={[
          { value: 'system', label: t('settings.theme.system') },
          { value: 'light', label: t('settings.theme.light') },
          { value: 'dark', label: t('settings.theme.dark') },
        ]}
      />
      <Choice
        label={t('settings.motion')}
        value={chosenMotion}
        onChoose={chooseMotion}
        options={[
          { value: 'system', label: t('settings.motion.system') },
          { value: 'play', label: t('settings.motion.play') },
          { value: 'still', label: t('settings.motion.still') },
        ]}
      />
      <Choice
        label={t('settings.language')}
        value={chosenLanguage}
        onChoose={chooseLanguage}
        options={[
          { value: 'en', label: 'English' },
          { value: 'es', label: 'Español' },
        ]}
      />
    </div>
  );
}
