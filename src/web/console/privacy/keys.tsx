import { useQuery } from '@tanstack/react-query';
import { Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import { type KeyProgress, listKeys } from '../api/privacy.js';

const everyMs = 5_000;

function One({ progress }: { readonly progress: KeyProgress }) {
  const { t } = useTranslation();
  const { keys, current, next, retired, tables } = progress;
  const left = tables.reduce((sum, table) => sum + table.left, 0);
  const items = [
    { key: 'current', label: t('privacy.keyCurrent'), children: String(current) },
    { key: 'next', label: t('privacy.keyNext'), children: next === null ? '—' : String(next) },
    { key: 'retired', label: t('privacy.keyRetired'), children: retired.join('、') || '—' },
    {
      key: 'left',
      label: t('privacy.keyLeft'),
      children:
        left === 0 ? t('privacy.keyThrough') : tables.map((one) => `${one.table} ${formatCount(one.left)}`).join('、'),
    },
  ];
  return <Descriptions title={t(`privacy.keys.${keys}`)} column={1} bordered size="small" items={items} />;
}

/** How far a change of keys is. It is begun on the server, where the key files lie. */
export function Keys() {
  const { t } = useTranslation();
  const keys = useQuery({ queryKey: ['keys'], queryFn: listKeys, refetchInterval: everyMs });
  return (
    <>
      <p>{t('privacy.keysWhy')}</p>
      <Loaded of={keys} heights={[160, 160]}>
        {(all) => all.map((progress) => <One key={progress.keys} progress={progress} />)}
      </Loaded>
    </>
  );
}
