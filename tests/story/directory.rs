//! «Сотрудники» as whoever works in it all day knows it: finding, narrowing, keeping views, changing many at
//! once, taking the list along.

mod bulk;
mod crowd;
mod export;
mod fresh;
mod invited;
mod lists;
mod namesakes;
mod no_password;
mod orders;
mod pages;
mod searching;
mod views;
