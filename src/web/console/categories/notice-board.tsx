import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatFullDay } from '../../shared/format.js';
import { serverNow } from '../../shared/server-clock.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { listNotices, type NoticeView } from '../api/categories.js';
import consoleStyles from '../console.module.css';
import styles from './categories.module.css';
import { levelText } from './category-text.js';

function Board({ items }: { readonly items: readonly NoticeView[] }) {
  const { t } = useTranslation();
  const columns = [t('members.name'), t('members.org'), t('members.category'), t('members.level'), t('cases.notice')];
  return (
    <table className={styles.board}>
      <caption>{t('notices.caption')}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={`${one.orgName}${one.maskedName}${one.codeName}${one.fromOn}${one.level}`}>
            <td>{one.maskedName}</td>
            <td>{one.orgName}</td>
            <td>{one.codeName}</td>
            <td>{one.level === null ? '—' : levelText(t, one.level)}</td>
            <td>
              {formatFullDay(one.fromOn)} – {formatFullDay(one.untilOn)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What hangs on the notice boards of the officer's unions: masked names, to be printed and put up. */
export function NoticeBoard() {
  const { t } = useTranslation();
  const notices = useQuery({ queryKey: ['notices'], queryFn: ({ signal }) => listNotices(signal) });
  return (
    <section className={consoleStyles.panel}>
      <Loaded of={notices} heights={[40, 40, 40]}>
        {(items) =>
          items.length === 0 ? (
            <EmptyState title={t('notices.empty')} />
          ) : (
            <>
              <p className={styles.screenOnly}>{t('notices.about')}</p>
              <div className={styles.wide}>
                <Board items={items} />
              </div>
              <p>{t('notices.object')}</p>
              <p className={styles.paperOnly}>{t('notices.printedOn', { day: formatFullDay(serverNow()) })}</p>
              <Button className={styles.screenOnly ?? ''} onClick={() => globalThis.print()}>
                {t('notices.print')}
              </Button>
            </>
          )
        }
      </Loaded>
    </section>
  );
}
