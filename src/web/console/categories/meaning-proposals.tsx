import { useQuery } from '@tanstack/react-query';
import { Button, Descriptions, Modal, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../../shared/format.js';
import { Loaded } from '../../shared/ui/states.js';
import {
  decideMeaning,
  listMeaningProposals,
  listMeaningVersions,
  type CategoryCodeView,
  type MeaningProposalView,
} from '../api/categories.js';
import styles from '../console.module.css';
import { useAction } from '../use-action.js';
import { useMay } from '../use-may.js';
import { categoryName } from './category-text.js';
import { meaningLines, type Told } from './meaning-text.js';

/** What a change would change: of a new category everything, of a known one only what becomes something else. */
function Difference({ of }: { readonly of: MeaningProposalView }) {
  const { t } = useTranslation();
  const before = of.before === null ? null : meaningLines(t, of.before);
  const items = meaningLines(t, of.meaning).flatMap(({ label, value }, at) => {
    const was: Told | undefined = before?.[at];
    if (was?.value === value) return [];
    return [{ key: label, label, children: was ? t('meanings.becomes', { before: was.value, after: value }) : value }];
  });
  return <Descriptions bordered size="small" column={1} items={items} />;
}

function Waiting({ of }: { readonly of: MeaningProposalView }) {
  const { t } = useTranslation();
  const may = useMay('categories.define');
  const decided = useAction((approve: boolean) => decideMeaning(of.id, approve), { said: t('meanings.decided') });
  const name = of.isNew ? of.meaning.name : categoryName(t, of.code, of.before?.name ?? of.meaning.name);
  return (
    <section className={styles.panel} aria-label={name}>
      <h3>
        {t('meanings.waiting')} · {name}
        {of.isNew ? `（${t('meanings.isNew')}）` : ''}
      </h3>
      <p className={styles.muted}>
        {t('meanings.askedBy', { name: of.proposedBy, time: formatTime(of.proposedAt), reason: of.reason })}
      </p>
      <Difference of={of} />
      {may ? (
        <Space>
          {of.mayDecide ? (
            <Button type="primary" loading={decided.isPending} onClick={() => decided.mutate(true)}>
              {t('meanings.approve')}
            </Button>
          ) : null}
          <Button disabled={decided.isPending} onClick={() => decided.mutate(false)}>
            {t(of.mayDecide ? 'meanings.reject' : 'meanings.takeBack')}
          </Button>
        </Space>
      ) : null}
    </section>
  );
}

/** Changes of meanings that wait for a second officer. */
export function MeaningProposals() {
  const proposals = useQuery({
    queryKey: ['meaning-proposals'],
    queryFn: ({ signal }) => listMeaningProposals(signal),
  });
  return proposals.data?.filter(({ state }) => state === 'PROPOSED').map((one) => <Waiting key={one.id} of={one} />);
}

/** What a category meant over the years, the newest first. */
export function MeaningHistory({ of, close }: { readonly of: CategoryCodeView; readonly close: () => void }) {
  const { t } = useTranslation();
  const versions = useQuery({
    queryKey: ['meaning-versions', of.code],
    queryFn: ({ signal }) => listMeaningVersions(of.code, signal),
  });
  return (
    <Modal
      open
      footer={null}
      onCancel={close}
      title={`${categoryName(t, of.code, of.name)} · ${t('meanings.history')}`}
    >
      <Loaded of={versions} heights={[160]}>
        {(items) =>
          items.map(({ version, meaning, fromAt, proposedBy, decidedBy, reason }) => (
            <section key={version}>
              <h3>{t('meanings.version', { version })}</h3>
              <p className={styles.muted}>
                {fromAt === null
                  ? t('meanings.first')
                  : t('meanings.since', { time: formatTime(fromAt), proposed: proposedBy, decided: decidedBy })}
                {reason === '' ? '' : ` · ${reason}`}
              </p>
              <Descriptions
                bordered
                size="small"
                column={1}
                items={meaningLines(t, meaning).map(({ label, value }) => ({ key: label, label, children: value }))}
              />
            </section>
          ))
        }
      </Loaded>
    </Modal>
  );
}
