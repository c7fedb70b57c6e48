use std::sync::Arc;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::asked::asked;
use super::facet::{FacetView, facets};
use super::masking::Masking;
use super::render::page;
use super::terms::{terms, without};
use super::timeline::TimelineView;
use super::{Filter, Look, PageError, PageParameters, View};
use crate::query::{Expression, Query};
use crate::server::App;
use crate::store::{Budget, Counted, ListQuery, Reader, StoreError};

/// What stands above a list: how many there are, what there is to narrow it by, and when they came.
#[derive(Template)]
#[template(path = "overview.html")]
pub struct Overview {
    /// How the list is looked at.
    look: Look,
    view: View,
    filter: Filter,
    /// How many the query holds for.
    found: Counted,
    /// How many there are.
    all: Counted,
    /// What the query asks for, term by term, and where it leads without each.
    chips: Vec<Chip>,
    facets: Vec<FacetView>,
    timeline: TimelineView,
}

/// A term of the query.
pub struct Chip {
    /// As it is written.
    pub term: String,
    /// The list without it.
    pub without: String,
}

/// A term of a query that nothing holds for, and how many there are without it.
pub struct Offer {
    /// The term, and the list without it.
    pub chip: Chip,
    /// How many.
    pub count: Counted,
}

impl Overview {
    /// Of a list. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn read(
        reader: &Reader,
        look: &Look,
        filter: &Filter,
        masking: &Masking,
        budget: &Budget,
    ) -> Result<Overview, StoreError> {
        let query = filter.query();
        let listing = look.view.listing();
        // First, as it takes no time: what is asked for may take all there is.
        let all = reader.count(listing, &ListQuery::default(), budget)?;
        let told = reader.facets(listing, &query, budget)?;
        Ok(Overview {
            view: look.view,
            found: told.total,
            all,
            chips: chips(look, filter),
            facets: facets(reader, look, filter, masking, told, budget)?,
            timeline: TimelineView::read(reader, look, filter, budget)?,
            filter: filter.clone(),
            look: look.clone(),
        })
    }

    /// Where this alone is read again.
    fn address(&self) -> String {
        let path = format!("/inspector/overview?view={}", self.view.word());
        self.look.link_with(&path, &self.filter, &[])
    }

    /// Of what was found nothing, the term whose absence finds most, if any does. Blocks.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn offer(&self, reader: &Reader, budget: &Budget) -> Result<Option<Offer>, StoreError> {
        let terms = terms(self.filter.text());
        let mut best: Option<Offer> = None;
        for (place, chip) in chips(&self.look, &self.filter).into_iter().enumerate() {
            let rest = self.filter.instead(&without(&terms, place));
            let count = reader.count(self.view.listing(), &rest.query(), budget)?;
            let most = best.as_ref().map_or(0, |best| best.count.count);
            if count.count > most {
                best = Some(Offer { chip, count });
            }
        }
        Ok(best)
    }
}

/// How many a filter holds for that has to meet one condition more.
pub fn count_with(
    reader: &Reader,
    view: View,
    filter: &Filter,
    condition: Expression,
    budget: &Budget,
) -> Result<Counted, StoreError> {
    let both = Expression::all_of([filter.expression().clone(), condition]);
    let query = ListQuery {
        query: Some(Arc::new(Query::new(both))),
        ..filter.query()
    };
    reader.count(view.listing(), &query, budget)
}

fn chips(look: &Look, filter: &Filter) -> Vec<Chip> {
    let terms = terms(filter.text());
    let chip = |(place, term): (usize, &String)| Chip {
        term: term.clone(),
        without: look.link(&filter.instead(&without(&terms, place))),
    };
    let mut chips: Vec<Chip> = terms.iter().enumerate().map(chip).collect();
    chips.extend(filter.since().map(|since| Chip {
        term: format!("since {since}"),
        without: look.link(&filter.clone().after(None)),
    }));
    chips
}

/// The counts, the facets and the timeline of a list, alone: they are read again while it grows.
pub async fn overview(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, PageError> {
    let parameters = PageParameters::read(&request)?;
    let look = parameters.look(parameters.view()?);
    let filter = parameters.filter()?;
    let masking = Masking::of(&request, &app);
    let read = move |budget: &Budget| Overview::read(&app.reader, &look, &filter, &masking, budget);
    page(&asked(read).await?)
}

/// A number as a person reads it: `1,204`; one that is not exact as `about 1,200`. None found in the
/// time there was does not mean that there is none.
pub fn number(counted: &Counted) -> String {
    if counted.count == 0 && !counted.exact {
        return "some".into();
    }
    let text = grouped(counted.count);
    match counted.exact {
        true => text,
        false => format!("about {text}"),
    }
}

/// A number with its thousands set apart: `1,204`.
pub fn grouped(number: impl std::fmt::Display) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        let of = |count, exact| number(&Counted { count, exact });
        assert_eq!(of(0, true), "0");
        assert_eq!(of(0, false), "some");
        assert_eq!(of(1204, true), "1,204");
        assert_eq!(of(1_000_000, false), "about 1,000,000");
    }
}
