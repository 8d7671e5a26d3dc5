import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../shared/hooks.js';
import { useQueryParams } from '../../shared/router.js';
import { type OrgTreeRow, searchTree } from '../api/union-tree.js';
import styles from '../console.module.css';
import { PagedTable } from '../paged-table.js';
import { session } from '../session.js';
import { columnsOf } from '../unions/union-columns.js';
import { UnionDrawer } from '../unions/union-drawer.js';
import { CreateUnion } from '../unions/union-forms.js';
import { UnionTree } from '../unions/union-tree.js';

const keepers = ['CITY_ADMIN', 'PARK_OFFICER'];

/** The union tree of one's own part: level by level, by name, or those that are no more. */
export default function UnionsPage() {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [opened, setOpened] = useState<OrgTreeRow | null>(null);
  const [creating, setCreating] = useState(false);
  const state = useSession(session);
  const mayKeep = state.status === 'signed-in' && state.login.roles.some((role) => keepers.includes(role));
  const [q, dissolved] = [query.get('q') ?? '', query.get('dissolved') === '1'];
  return (
    <div className={styles.page}>
      <div className={styles.head}>
        <h1>{t('nav.unions')}</h1>
        {mayKeep ? (
          <Button type="primary" onClick={() => setCreating(true)}>
            {t('unions.new')}
          </Button>
        ) : null}
      </div>
      <section className={styles.panel}>
        <div className={styles.filters}>
          <Input.Search
            key={q}
            allowClear
            defaultValue={q}
            aria-label={t('unions.search')}
            placeholder={t('unions.search')}
            onSearch={(text) => change({ q: text.trim() })}
          />
          <Checkbox
            checked={dissolved}
            onChange={(event) => change({ dissolved: event.target.checked ? '1' : '' })}
            style={{ alignItems: 'center' }}
          >
            {t('unions.showDissolved')}
          </Checkbox>
        </div>
        {q || dissolved ? (
          <PagedTable<OrgTreeRow>
            queryKey={['org-tree-found', q, dissolved]}
            load={(cursor, signal) => searchTree({ q, dissolved }, cursor, signal)}
            rowKey={({ id }) => id}
            empty={t(dissolved ? 'unions.noneDissolved' : 'unions.noMatch')}
            columns={columnsOf<OrgTreeRow>(t, setOpened, { isList: true, isDissolved: dissolved })}
          />
        ) : (
          <UnionTree open={setOpened} />
        )}
      </section>
      {opened ? <UnionDrawer key={opened.id} union={opened} close={() => setOpened(null)} /> : null}
      {creating ? <CreateUnion parent={null} close={() => setCreating(false)} /> : null}
    </div>
  );
}
