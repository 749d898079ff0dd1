//! The icons of the screens: Lucide's drawings as inline SVG in the colour of the text around them.
//!
//! Each is hidden from assistive technology: words always stand beside it or in the label of its
//! button.

use std::fmt;

use askama::filters::HtmlSafe;
use icondata_core::IconData;
use icondata_lu as lucide;

/// What a screen may show; a name that does not exist does not compile. In a template
/// `{{ Icon::Mail }}` draws it at 20 pixels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each is named for what it stands for on the screens")]
pub enum Icon {
    Add,
    Back,
    Bad,
    Bookmark,
    Cancel,
    Check,
    Clock,
    Close,
    Columns,
    Copy,
    Department,
    Done,
    Down,
    Download,
    Edit,
    Filter,
    Forbidden,
    Forward,
    Grip,
    Help,
    History,
    Inbox,
    Info,
    Invite,
    Key,
    Language,
    Link,
    LinkOff,
    Lock,
    Mail,
    MailOpen,
    Menu,
    More,
    Open,
    Page,
    Pending,
    People,
    Person,
    Phone,
    Print,
    Qr,
    Question,
    Resend,
    Search,
    Send,
    Settings,
    Share,
    Shield,
    SignOut,
    Structure,
    Trash,
    Undo,
    Unfold,
    Up,
    Upload,
    Warning,
}

impl Icon {
    /// At 16 pixels, for badges and lines of small type.
    #[must_use]
    pub fn small(self) -> Drawn {
        Drawn { icon: self, pixels: 16 }
    }

    /// At 24 pixels, for the bottom bar and empty states.
    #[must_use]
    pub fn large(self) -> Drawn {
        Drawn { icon: self, pixels: 24 }
    }

    fn drawing(self) -> &'static IconData {
        match self {
            Self::Add => lucide::LuPlus,
            Self::Back => lucide::LuChevronLeft,
            Self::Bad => lucide::LuCircleX,
            Self::Bookmark => lucide::LuBookmark,
            Self::Cancel => lucide::LuBan,
            Self::Check => lucide::LuCheck,
            Self::Clock => lucide::LuClock3,
            Self::Close => lucide::LuX,
            Self::Columns => lucide::LuColumns3,
            Self::Copy => lucide::LuCopy,
            Self::Department => lucide::LuFolder,
            Self::Done => lucide::LuCircleCheck,
            Self::Down => lucide::LuArrowDown,
            Self::Download => lucide::LuDownload,
            Self::Edit => lucide::LuPencil,
            Self::Filter => lucide::LuListFilter,
            Self::Forbidden => lucide::LuShield,
            Self::Forward => lucide::LuChevronRight,
            Self::Grip => lucide::LuGripVertical,
            Self::Help => lucide::LuCircleHelp,
            Self::History => lucide::LuHistory,
            Self::Inbox => lucide::LuInbox,
            Self::Info => lucide::LuInfo,
            Self::Invite => lucide::LuUserPlus,
            Self::Key => lucide::LuKeyRound,
            Self::Language => lucide::LuGlobe,
            Self::Link => lucide::LuLink,
            Self::LinkOff => lucide::LuUnlink,
            Self::Lock => lucide::LuLock,
            Self::Mail => lucide::LuMail,
            Self::MailOpen => lucide::LuMailOpen,
            Self::Menu => lucide::LuMenu,
            Self::More => lucide::LuEllipsis,
            Self::Open => lucide::LuExternalLink,
            Self::Page => lucide::LuFileText,
            Self::Pending => lucide::LuHourglass,
            Self::People => lucide::LuUsers,
            Self::Person => lucide::LuUser,
            Self::Print => lucide::LuPrinter,
            Self::Phone => lucide::LuSmartphone,
            Self::Qr => lucide::LuQrCode,
            Self::Question => lucide::LuMailQuestion,
            Self::Resend => lucide::LuRotateCw,
            Self::Search => lucide::LuSearch,
            Self::Send => lucide::LuSend,
            Self::Settings => lucide::LuSettings,
            Self::Share => lucide::LuShare2,
            Self::Shield => lucide::LuShieldCheck,
            Self::SignOut => lucide::LuLogOut,
            Self::Structure => lucide::LuNetwork,
            Self::Trash => lucide::LuTrash2,
            Self::Undo => lucide::LuUndo2,
            Self::Unfold => lucide::LuChevronDown,
            Self::Up => lucide::LuArrowUp,
            Self::Upload => lucide::LuUpload,
            Self::Warning => lucide::LuTriangleAlert,
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Drawn { icon: *self, pixels: 20 }.fmt(f)
    }
}

impl HtmlSafe for Icon {}

/// An icon at a size.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    icon: Icon,
    pixels: u8,
}

impl fmt::Display for Drawn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { icon, pixels } = self;
        // Lucide draws lines two wide on a field of 24; thinner ones sit better beside this type.
        write!(
            f,
            "<svg class=\"icon\" width=\"{pixels}\" height=\"{pixels}\" viewBox=\"0 0 24 24\" fill=\"none\" \
             stroke=\"currentColor\" stroke-width=\"1.75\" stroke-linecap=\"round\" \
             stroke-linejoin=\"round\" aria-hidden=\"true\" focusable=\"false\">{}</svg>",
            icon.drawing().data
        )
    }
}

impl HtmlSafe for Drawn {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_hidden_markup_of_its_size() {
        let drawn = Icon::Mail.small().to_string();
        assert!(drawn.starts_with("<svg class=\"icon\" width=\"16\""), "{drawn}");
        assert!(drawn.contains("aria-hidden=\"true\"") && drawn.ends_with("</svg>"));
        assert!(Icon::Mail.to_string().contains("width=\"20\""));
    }
}
