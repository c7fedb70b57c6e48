use super::standard::{Standard, event};
use super::types::Property;
use super::types::Type::{Currency, List, Number, Object, OneOf, Text, Texts};

// The tables of the events reference
// (<https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference>),
// taken from its source: github.com/CommandersAct/Platform-Documentation, commit caf913c2 of 2026-08-21,
// developers/tracking/events-reference. The endpoint enforces none of it.

/// The standard and the campaign events. The two pages disagree on `view_item`: one requires
/// `value`, the other `revenue`.
pub const EVENTS: &[Standard] = &[
    event(
        "add_payment_info",
        &["payment_method", "user"],
        &[
            ("payment_method", OneOf(PAYMENT_METHODS)),
            ("user", Object),
            ("coupon", Text),
            ("revenue", Number),
            ("currency", Currency),
            ("items", List),
        ],
    ),
    event(
        "add_shipping_info",
        &["currency", "value", "user", "items"],
        &[
            ("currency", Currency),
            ("value", Number),
            ("user", Object),
            ("coupon", Text),
            ("shipping_tier", Text),
            ("items", List),
        ],
    ),
    event(
        "add_to_cart",
        &["value", "currency", "user", "items"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("user", Object),
            ("items", List),
        ],
    ),
    event(
        "add_to_wishlist",
        &["user", "items"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("user", Object),
            ("items", List),
        ],
    ),
    event(
        "begin_checkout",
        &["revenue", "value", "currency", "user", "items"],
        &[
            ("revenue", Number),
            ("value", Number),
            ("currency", Currency),
            ("coupon", Text),
            ("id", Text),
            ("user", Object),
            ("items", List),
        ],
    ),
    event(
        "generate_lead",
        &["user"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("id", Text),
            ("user", Object),
        ],
    ),
    event("login", &["user"], &[("method", Text), ("user", Object)]),
    event(
        "page_view",
        &["page_type", "user"],
        &[
            ("page_type", Text),
            ("page_name", Text),
            ("user", Object),
            ("type", Text),
            ("title", Text),
            ("url", Text),
            ("path", Text),
            ("referrer", Text),
        ],
    ),
    event(
        "purchase",
        &[
            "id",
            "type",
            "value",
            "revenue",
            "payment_method",
            "currency",
            "status",
            "user",
            "items",
        ],
        &[
            ("id", Text),
            ("type", Text),
            ("value", Number),
            ("revenue", Number),
            ("payment_method", OneOf(PAYMENT_METHODS)),
            ("currency", Currency),
            ("status", OneOf(STATUSES)),
            ("user", Object),
            ("items", List),
            ("coupon", Text),
            ("tax_amount", Number),
            ("shipping_amount", Number),
            ("shipping_provider", Text),
            ("discount_value", Number),
            ("original_value", Number),
            ("original_revenue", Number),
            ("original_tax_amount", Number),
            ("returned_value", Number),
            ("returned_quantity", Number),
            ("cancelled_value", Number),
            ("cancelled_quantity", Number),
            ("url", Text),
            ("last_channel", Text),
            ("last_source", Text),
        ],
    ),
    event(
        "refund",
        &["id", "user", "revenue", "value", "currency", "type"],
        &[
            ("id", Text),
            ("user", Object),
            ("revenue", Number),
            ("value", Number),
            ("shipping_amount", Number),
            ("tax_amount", Number),
            ("currency", Currency),
            ("coupon", Text),
            ("type", Text),
            ("items", List),
            ("url", Text),
        ],
    ),
    event(
        "remove_from_cart",
        &["user", "items"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("user", Object),
            ("items", List),
        ],
    ),
    event(
        "search",
        &["search_term", "user"],
        &[("search_term", Text), ("user", Object)],
    ),
    event(
        "select_content",
        &["user"],
        &[("content_type", Text), ("item_id", Text), ("user", Object)],
    ),
    event(
        "select_item",
        &["items"],
        &[("item_list_name", Text), ("items", List)],
    ),
    event("sign_up", &["user"], &[("method", Text), ("user", Object)]),
    event(
        "view_cart",
        &["user", "items"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("user", Object),
            ("items", List),
        ],
    ),
    event(
        "view_item",
        &["value|revenue", "currency", "user", "items"],
        &[
            ("value", Number),
            ("currency", Currency),
            ("user", Object),
            ("items", List),
            ("revenue", Number),
        ],
    ),
    event(
        "view_item_list",
        &["user", "items"],
        &[("item_list_name", Text), ("user", Object), ("items", List)],
    ),
    event(
        "ad_click",
        &["user", "medium", "source"],
        &[
            ("ad_cost_id", Text),
            ("user", Object),
            ("ad_format", Text),
            ("campaign", Text),
            ("keyword", Text),
            ("medium", Text),
            ("source", Text),
        ],
    ),
    event(
        "ad_view",
        &["user", "medium", "source"],
        &[
            ("ad_cost_id", Text),
            ("user", Object),
            ("ad_format", Text),
            ("campaign", Text),
            ("keyword", Text),
            ("medium", Text),
            ("source", Text),
        ],
    ),
    // Named among the recommended events, but without a table.
    event("select_promotion", &[], &[]),
    event("view_promotion", &[], &[]),
];

const PAYMENT_METHODS: &[&str] = &[
    "by_invoice",
    "by_bank_transfer_in_advance",
    "card",
    "check_in_advance",
    "cod",
    "coupon",
    "direct_debit",
    "online_payment_system",
    "other",
];

const STATUSES: &[&str] = &[
    "canceled",
    "delivered",
    "in_progress",
    "partially_delivered",
    "partially_returned",
    "partially_shipped",
    "pending_shipment",
    "returned",
    "shipped",
    "pending",
];

/// What every item needs. The same in custom events, which may have items too.
pub const ITEM_REQUIRED: &[&str] = &["id", "quantity", "product"];

/// The properties of an item.
pub const ITEM: &[Property] = &[
    ("id", Text),
    ("product", Object),
    ("variant", Text),
    ("list_position", Number),
    ("discount", Number),
    ("quantity", Number),
    ("affiliation", Text),
    ("coupon", Text),
    ("value", Number),
    ("cancelled_value", Number),
    ("cancelled_quantity", Number),
    ("original_value", Number),
    ("returned_value", Number),
    ("returned_quantity", Number),
];

/// What the product of an item needs.
pub const PRODUCT_REQUIRED: &[&str] = &["id", "name", "price"];

/// The properties of a product.
pub const PRODUCT: &[Property] = &[
    ("id", Text),
    ("name", Text),
    ("price", Number),
    ("currency", Currency),
    ("category_1", Text),
    ("brand", Text),
    ("colors", Texts),
    ("size", Text),
];

/// The properties of a user; `consent_categories` is looked at as consent. Its table requires
/// `email` "unless" hashed, but the pages' own examples leave it out, so nothing is required here.
pub const USER: &[Property] = &[
    ("id", Text),
    ("email", Text),
    ("email_md5", Text),
    ("email_sha256", Text),
    ("phone", Text),
    ("firstname", Text),
    ("lastname", Text),
    ("gender", OneOf(&["f", "m"])),
    ("birthdate", Text),
    ("city", Text),
    ("state", Text),
    ("street", Text),
    ("zipcode", Text),
    ("country", Text),
    ("status", Text),
];
