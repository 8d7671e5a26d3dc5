import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount, formatTime } from '../../shared/format.js';
import { listProductions, type ProductionView } from '../api/card-production.js';
import { CardDrawer } from '../cards/card-drawer.js';
import { ProductionDrawer } from '../cards/production-drawer.js';
import { ProductionWizard } from '../cards/production-wizard.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { StateTag } from '../state-tag.js';
import { useMay } from '../use-may.js';

/** How many of a batch are in their holders' hands. */
function share({ total, counts }: ProductionView): number {
  const whole = total - counts.void;
  return whole <= 0 ? 0 : Math.floor(((counts.handedOver + counts.active) / whole) * 100);
}

/** Plastic cards from the people they are for to their holders' hands. */
export default function ProductionPage() {
  const { t } = useTranslation();
  const may = useMay('cards.issue');
  const [asking, setAsking] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const [card, setCard] = useState<string | null>(null);
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.production')}</h1>
        {may ? (
          <Button type="primary" onClick={() => setAsking(true)}>
            {t('production.new')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <PagedTable<ProductionView>
          queryKey={['productions']}
          load={listProductions}
          everyMs={3000}
          rowKey={(one) => one.id}
          empty={t('production.empty')}
          open={(one) => setOpened(one.id)}
          columns={[
            {
              title: t('imports.org'),
              render: (_, one) => (
                <Button type="link" size="small" onClick={() => setOpened(one.id)}>
                  {one.orgName}
                </Button>
              ),
            },
            { title: t('production.who'), render: (_, one) => t(`production.audience.${one.audience}`) },
            { title: t('imports.at'), render: (_, one) => formatTime(one.createdAt) },
            { title: t('production.by'), render: (_, one) => one.requestedByName ?? '—' },
            { title: t('imports.state'), render: (_, one) => <StateTag state={`PRODUCTION_${one.state}`} /> },
            {
              title: t('production.total'),
              align: 'right',
              render: (_, one) => <span className={styles.number}>{formatCount(one.total)}</span>,
            },
            {
              title: t('production.step.handOver'),
              render: (_, one) => (
                <Progress
                  aria-label={t('production.step.handOver')}
                  size="small"
                  style={{ minWidth: 120 }}
                  percent={share(one)}
                />
              ),
            },
          ]}
        />
      </section>
      {asking ? <ProductionWizard close={() => setAsking(false)} done={setOpened} /> : null}
      {opened ? <ProductionDrawer id={opened} close={() => setOpened(null)} open={setCard} /> : null}
      {card ? <CardDrawer id={card} close={() => setCard(null)} open={setCard} /> : null}
    </div>
  );
}
