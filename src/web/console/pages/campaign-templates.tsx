import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BENEFIT_CATEGORIES, SEASONS } from '../../../modules/benefits/templates/template.schemas.js';
import { Link, navigate, useQueryParams } from '../../shared/router.js';
import { currentLanguage } from '../../shared/texts.js';
import { EmptyState, Loaded } from '../../shared/ui/states.js';
import { listTemplates, type Template } from '../api/templates.js';
import own from '../campaigns.module.css';
import styles from '../console.module.css';
import { TemplateDraftModal } from '../template-draft.js';

function Card({ template, choose }: { readonly template: Template; readonly choose: () => void }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <li className={own.card}>
      <h2>{template.title[language]}</h2>
      <p className={own.tags}>
        <Tag>{t(`benefit.${template.category}`)}</Tag>
        {template.season ? <Tag>{t(`season.${template.season}`)}</Tag> : null}
        <Tag>{t(`mechanism.${template.mechanism}`)}</Tag>
        <Tag>{t(`kind.${template.kind}`)}</Tag>
      </p>
      <p className={own.grow}>{template.about[language]}</p>
      <Button onClick={choose} aria-label={t('templates.chooseOne', { title: template.title[language] })}>
        {t('templates.choose')}
      </Button>
    </li>
  );
}

function Gallery({ templates }: { readonly templates: readonly Template[] }) {
  const { t } = useTranslation();
  const [query, change] = useQueryParams();
  const [chosen, setChosen] = useState<Template | null>(null);
  const [category, season] = [query.get('category') ?? '', query.get('season') ?? ''];
  const shown = templates.filter(
    (one) => (category === '' || one.category === category) && (season === '' || one.season === season),
  );
  return (
    <>
      <div className={styles.filters}>
        <Select
          aria-label={t('templates.category')}
          value={category}
          style={{ minWidth: 160 }}
          onChange={(next: string) => change({ category: next })}
          options={[
            { value: '', label: t('templates.allCategories') },
            ...BENEFIT_CATEGORIES.map((one) => ({ value: one, label: t(`benefit.${one}`) })),
          ]}
        />
        <Segmented
          aria-label={t('templates.season')}
          value={season}
          onChange={(next: string) => change({ season: next })}
          options={[
            { value: '', label: t('templates.allSeasons') },
            ...SEASONS.map((one) => ({ value: one, label: t(`season.${one}`) })),
          ]}
        />
      </div>
      {shown.length === 0 ? <EmptyState title={t('templates.empty')} /> : null}
      <ul className={own.cards}>
        {shown.map((one) => (
          <Card key={one.id} template={one} choose={() => setChosen(one)} />
        ))}
      </ul>
      {chosen ? <TemplateDraftModal template={chosen} close={() => setChosen(null)} /> : null}
    </>
  );
}

/** Where a new campaign begins: with one that is ready but for its figures, or with an empty form. */
export default function TemplateGallery() {
  const { t } = useTranslation();
  const templates = useQuery({
    queryKey: ['campaign-templates'],
    queryFn: ({ signal }) => listTemplates(signal),
    staleTime: Infinity,
  });
  return (
    <div className={styles.page}>
      <Link to="/console/campaigns">{t('campaigns.back')}</Link>
      <div className={styles.head}>
        <h1>{t('campaigns.new')}</h1>
        <Button onClick={() => navigate('/console/campaigns/new/blank')}>{t('templates.blank')}</Button>
      </div>
      <p className={styles.muted}>{t('templates.why')}</p>
      <Loaded of={templates}>{(items) => <Gallery templates={items} />}</Loaded>
    </div>
  );
}
