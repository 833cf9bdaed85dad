//! The zones of a pack of the repository.

use std::sync::Arc;

use textrepair_core::language::Language;
use textrepair_core::period::{PeriodRule, PeriodSpellings};
use textrepair_core::unicode::{is_upper, split_space};
use textrepair_core::zones::{Place, RuleData, TextFacts, ZoneKind, ZoneSettings, Zoning};
use toml::Table;

use super::{read_toml, root, strings, text};

fn rows(table: &Table) -> impl Iterator<Item = &Table> {
    table.get("rules").and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

pub fn period(code: &str) -> Arc<PeriodSpellings> {
    let path = root().join("lexicons").join(code).join("period.toml");
    let table = if path.exists() { read_toml(&path) } else { Table::new() };
    let rule = |row: &Table| PeriodRule {
        pattern: text(row.get("pattern")),
        replacement: text(row.get("replacement")),
        only: strings(row.get("only")).into_iter().collect(),
        ambiguous: row.get("ambiguous").and_then(toml::Value::as_bool).unwrap_or(false),
    };
    Arc::new(PeriodSpellings::new(rows(&table).map(rule).collect()).expect("the patterns are right"))
}

fn rule(row: &Table) -> RuleData {
    let place = ["token", "span", "line", "fence"].into_iter().find(|place| row.contains_key(*place));
    let place = place.expect("a rule has a place");
    let flag = |name: &str| row.get(name).and_then(toml::Value::as_bool).unwrap_or(false);
    let number = |name: &str, default: usize| {
        row.get(name).and_then(toml::Value::as_integer).and_then(|number| number.try_into().ok()).unwrap_or(default)
    };
    RuleData {
        kind: ZoneKind::of_name(&text(row.get("zone"))).expect("a rule has a kind"),
        place: Place::of_name(place).expect("a rule has a place"),
        pattern: text(row.get(place)),
        needs: text(row.get("needs")),
        least: number("least", 1),
        digits: flag("digits"),
        mixed: flag("mixed"),
        parts: flag("parts"),
        code_signs: number("code_signs", 0),
    }
}

pub fn zoning(language: &Arc<Language>) -> Arc<Zoning> {
    let code = language.rules().code.clone();
    let table = read_toml(&root().join("lexicons").join(&code).join("language.toml"));
    let section =
        |table: &Table, name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let zones = section(&table, "zones");
    let variables = section(&zones, "variables");
    let names = ["units", "numbered", "genders", "code", "chess"];
    let given = |name: &str| match zones.get(name) {
        Some(toml::Value::String(letters)) => letters.chars().map(String::from).collect(),
        value => strings(value),
    };
    let settings = ZoneSettings {
        rules: rows(&read_toml(&root().join("lexicons/zones.toml"))).map(rule).collect(),
        words: names.map(|name| (name.to_owned(), given(name))).into(),
        contexts: strings(variables.get("contexts")),
        sure_contexts: strings(variables.get("sure")),
        no_variables: text(variables.get("unsure")),
        bare_elisions: strings(section(&table, "elision").get("bare")),
        languages: root().join("lexicons/languages.tsv"),
    };
    Arc::new(Zoning::new(Arc::clone(language), period(&code), settings).expect("the patterns are right"))
}

/// What the lexicon says of a text.
pub fn facts(language: &Language, text: &str) -> TextFacts {
    let (mut unknown, mut small, mut number) = (Vec::new(), 0, 0_usize);
    for (start, token) in split_space(text) {
        number += 1;
        for word in language.unknown_parts(token) {
            unknown.push(start + word.start);
            small += usize::from(!token[word].chars().next().is_some_and(is_upper));
        }
    }
    TextFacts { unknown, share: small as f64 / number.max(1) as f64, declared: Vec::new() }
}
