import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../shared/format.js';
import { Link } from '../../shared/router.js';
import { Notice } from '../../shared/ui/states.js';
import { getMyCategories } from '../api/categories.js';

/** Something I was granted ends soon: when, in words anybody beside me may read. What it is stands a tap further. */
export function EndingNotice() {
  const { t } = useTranslation();
  const mine = useQuery({ queryKey: ['my-categories'], queryFn: ({ signal }) => getMyCategories(signal) });
  const ends = (mine.data?.held ?? []).flatMap(({ daysLeft, untilOn }) =>
    daysLeft === null || untilOn === null ? [] : [untilOn],
  );
  const [first] = ends.sort();
  if (first === undefined) return null;
  return (
    <Notice>
      {t('help.ending', { count: ends.length, until: formatDay(first) })}{' '}
      <Link to="/worker/categories">{t('help.endingLook')}</Link>
    </Notice>
  );
}
