//! A file that is mapped for reading. The only module of the crate with `unsafe` code.

#![allow(unsafe_code)]

use std::fs::File;
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use memmap2::Mmap;

use crate::error::PackFileError;

/// The bytes of a file of a pack, mapped for reading; a clone shares them.
#[derive(Clone, Debug)]
pub struct Mapped(Arc<Source>);

#[derive(Debug)]
enum Source {
    File(Mmap),
    // An empty file cannot be mapped.
    Empty,
}

impl Mapped {
    /// Maps a file of a pack.
    ///
    /// # Errors
    /// The system refuses.
    pub fn open(path: &Path) -> Result<Self, PackFileError> {
        let refused = |error| PackFileError::system(path, error);
        let file = File::open(path).map_err(refused)?;
        if file.metadata().map_err(refused)?.len() == 0 {
            return Ok(Self(Arc::new(Source::Empty)));
        }
        // SAFETY: a mapping is sound as long as nobody changes the file beneath it. Only files of an installed pack
        // are mapped, never files of a user. Installers and `textrepair/tables/writing.py` replace such a file by
        // another one under its name and do not write into it, so the mapped content stays.
        let mapped = unsafe { Mmap::map(&file) }.map_err(refused)?;
        Ok(Self(Arc::new(Source::File(mapped))))
    }
}

impl Deref for Mapped {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match &*self.0 {
            Source::File(mapped) => mapped,
            Source::Empty => &[],
        }
    }
}
