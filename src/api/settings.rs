use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Serialize;
use serde_json::{Value, json};

use super::Problem;
use super::mask::MaskParameter;
use crate::redaction::Pattern;
use crate::server::App;

/// What a person sets in the inspector.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct SettingList {
    items: Vec<Setting>,
}

/// One setting.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub struct Setting {
    /// Its name.
    name: &'static str,
    /// Its value; null where only the browser knows it.
    value: Option<Value>,
    /// Where it comes from.
    from: Origin,
    /// What it means.
    about: &'static str,
}

/// Where the value of a setting comes from.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Each browser keeps its own.
    Browser,
    /// The address of this question; without a word there, what holds for programs.
    Address,
    /// `workspace.json`.
    Workspace,
    /// It is set nowhere: what holds then.
    BuiltIn,
}

/// What a person sets in the inspector: each setting with its value, where that comes from, and what
/// it means.
#[utoipa::path(
    get,
    path = "/inspector/api/v1/settings",
    operation_id = "list_settings",
    params(MaskParameter),
    responses((status = 200, description = "what was asked for", body = SettingList), (status = 400, description = "a parameter cannot be read", body = Problem))
)]
pub async fn list(app: Data<App>, asked: Query<MaskParameter>) -> Result<HttpResponse, Problem> {
    let masks = asked.masker(&app)?.is_some();
    let workspace = app.workspace.workspace();
    let pointers: Vec<&str> = workspace.redaction.iter().map(Pattern::as_str).collect();
    let items = vec![
        Setting {
            name: "theme",
            value: None,
            from: Origin::Browser,
            about: "system, light or dark",
        },
        Setting {
            name: "keys",
            value: None,
            from: Origin::Browser,
            about: "whether single keys (j, k, /, …) do something: on or off",
        },
        Setting {
            name: "masking",
            value: Some(json!(masks)),
            from: Origin::Address,
            about: "whether personal data, keys and cookies are masked: here by mask=1 in the \
                    address, in a page by what its browser keeps; the recording stays as it came",
        },
        Setting {
            name: "redaction",
            value: Some(json!(pointers)),
            from: match workspace.has_own_redaction {
                true => Origin::Workspace,
                false => Origin::BuiltIn,
            },
            about: "what is masked: JSON pointers, where * stands for one step and ** for any \
                    number of them, and *@* for every e-mail address",
        },
    ];
    Ok(HttpResponse::Ok().json(SettingList { items }))
}
