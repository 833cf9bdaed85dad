//! Errors of the core.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A file of a language pack cannot be read.
#[derive(Debug)]
pub struct PackFileError {
    /// The file.
    pub path: PathBuf,
    /// Why it cannot be read.
    pub cause: Cause,
}

/// Why a file of a language pack cannot be read.
#[derive(Debug)]
pub enum Cause {
    /// The system refused.
    System(io::Error),
    /// The content of the file is wrong.
    Damaged(String),
}

impl PackFileError {
    /// Makes the error of a file whose content is wrong.
    pub fn damaged(path: &Path, reason: impl Into<String>) -> Self {
        Self { path: path.to_path_buf(), cause: Cause::Damaged(reason.into()) }
    }

    /// Makes the error of a file that the system does not let us read.
    pub fn system(path: &Path, error: io::Error) -> Self {
        Self { path: path.to_path_buf(), cause: Cause::System(error) }
    }
}

impl fmt::Display for PackFileError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.cause {
            Cause::System(error) => write!(formatter, "{path}: cannot be read: {error}"),
            Cause::Damaged(reason) => write!(formatter, "{path}: it is damaged ({reason})"),
        }
    }
}

impl std::error::Error for PackFileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::System(error) => Some(error),
            Cause::Damaged(_) => None,
        }
    }
}
