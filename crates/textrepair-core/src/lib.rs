//! The core of textrepair: decisions about damaged text.
//!
//! The crate knows no Python. `crates/textrepair-python` binds it.
