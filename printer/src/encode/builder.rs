//! Single commands, collected by `escpos` as byte builder. Its own printing, cutting and graphics are not used: it resends
//! everything after a failed write, its partial cut is a full one on many devices, its pictures are one undivided block.

use escpos::driver::Driver;
use escpos::errors::Result;
use escpos::printer::Printer;
use escpos::utils::Protocol;
use std::cell::RefCell;
use std::rc::Rc;

/// Collects bytes instead of sending them.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Vec<u8>>>);

impl Driver for Memory {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> Result<()> {
        Ok(())
    }
}

/// Commands of one piece of a job.
pub struct Builder {
    memory: Memory,
    printer: Printer<Memory>,
}

impl Default for Builder {
    fn default() -> Self {
        let memory = Memory::default();
        Builder {
            printer: Printer::new(memory.clone(), Protocol::default(), None),
            memory,
        }
    }
}

impl Builder {
    /// Puts bytes in as they are: for commands that a profile names.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.printer
            .custom(bytes)
            .expect("custom commands are not checked");
    }

    /// `ESC @`
    pub fn init(&mut self) {
        self.raw(b"\x1b@");
    }

    /// `GS P`: one motion unit is one dot.
    pub fn motion_units(&mut self, dpi: u8) {
        self.raw(&[0x1d, b'P', dpi, dpi]);
    }

    /// `FS &`: two bytes are a Chinese character.
    pub fn chinese(&mut self) {
        self.raw(b"\x1c&");
    }

    /// `ESC E`
    pub fn bold(&mut self, on: bool) {
        self.raw(&[0x1b, b'E', u8::from(on)]);
    }

    /// `GS !`: double width and height, Chinese characters too.
    pub fn size(&mut self, large: bool) {
        self.raw(&[0x1d, b'!', if large { 0x11 } else { 0 }]);
    }

    /// `ESC J`, as often as needed.
    pub fn feed_dots(&mut self, mut dots: u32) {
        while dots > 0 {
            let step = dots.min(255) as u8;
            self.raw(&[0x1b, b'J', step]);
            dots -= u32::from(step);
        }
    }

    /// `GS v 0`: `rows` rows of `stride` bytes.
    pub fn picture(&mut self, stride: u16, rows: u16, data: &[u8]) {
        debug_assert_eq!(data.len(), usize::from(stride) * usize::from(rows));
        let [xl, xh] = stride.to_le_bytes();
        let [yl, yh] = rows.to_le_bytes();
        let mut bytes = Vec::with_capacity(8 + data.len());
        bytes.extend_from_slice(&[0x1d, b'v', b'0', 0, xl, xh, yl, yh]);
        bytes.extend_from_slice(data);
        self.raw(&bytes);
    }

    /// What was collected since the last time.
    pub fn take(&mut self) -> Vec<u8> {
        self.printer.print().expect("memory takes everything");
        std::mem::take(&mut self.memory.0.borrow_mut())
    }
}
