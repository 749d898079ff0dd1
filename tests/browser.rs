//! The portal in a real Chromium, wide and narrow, with and without JavaScript.

mod article;
mod directory;
mod held;
mod inviting;
mod join;
mod keyboard;
mod letter_templates;
mod mail_queue;
mod mail_settings;
mod mailbox;
mod passwords;
mod plain;
mod profile;
mod samples;
mod screens;
mod setup;
mod structure;
mod tour;
