//! A command on a pseudo terminal, and what its screen shows.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use libtest_mimic::Failed;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

const ROWS: u16 = 200;
const COLUMNS: u16 = 100;
const PROMPT: &str = "lfe> ";

/// How long anything may take: much, as tests run beside others on slow machines.
const PATIENCE: Duration = Duration::from_secs(60);

/// A command on a terminal.
pub struct Terminal {
    screen: Arc<Screen>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// Rows with a prompt that has been answered.
    answered: usize,
}

struct Screen {
    parser: Mutex<vt100::Parser>,
    changed: Condvar,
}

impl Terminal {
    /// Starts a command.
    pub fn start(
        command: &str,
        arguments: &[String],
        environment: &[(&str, &str)],
        folder: &Path,
    ) -> Result<Terminal, Failed> {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size)?;
        let mut builder = CommandBuilder::new(command);
        builder.args(arguments);
        builder.cwd(folder);
        for (name, value) in environment {
            builder.env(name, value);
        }
        let child = pair.slave.spawn_command(builder)?;
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader()?;
        let writer = pair.master.take_writer()?;
        let parser = Mutex::new(vt100::Parser::new(ROWS, COLUMNS, 0));
        let screen = Arc::new(Screen { parser, changed: Condvar::new() });
        let shown = screen.clone();
        std::thread::spawn(move || {
            // The terminal's own end must stay open as long as something may be shown.
            let _master = pair.master;
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                shown.lock().process(&bytes[..count]);
                shown.changed.notify_all();
            }
        });
        Ok(Terminal { screen, writer, child, answered: 0 })
    }

    /// Types something.
    pub fn send(&mut self, text: &str) -> Result<(), Failed> {
        self.writer.write_all(text.as_bytes())?;
        self.writer.flush()?;
        Ok(())
    }

    /// Waits until the cursor is behind a new prompt.
    pub fn wait_for_prompt(&mut self) -> Result<(), Failed> {
        let answered = self.answered;
        let row = self.wait("the prompt", |screen| {
            let (row, column) = screen.cursor_position();
            let line = screen.contents_between(row, 0, row, column);
            (line == PROMPT && usize::from(row) >= answered).then_some(usize::from(row))
        })?;
        self.answered = row + 1;
        Ok(())
    }

    /// Waits until a line of the screen is this text.
    pub fn wait_for(&self, text: &str) -> Result<(), Failed> {
        self.wait(text, |screen| {
            screen.contents().lines().any(|line| line.trim_end() == text).then_some(())
        })
    }

    fn wait<T>(&self, what: &str, test: impl Fn(&vt100::Screen) -> Option<T>) -> Result<T, Failed> {
        let end = Instant::now() + PATIENCE;
        let mut parser = self.screen.lock();
        loop {
            if let Some(found) = test(parser.screen()) {
                return Ok(found);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                let shown = parser.screen().contents();
                return Err(format!("waited for {what} in vain; the screen shows\n{shown}").into());
            }
            let waited = self.screen.changed.wait_timeout(parser, left);
            parser = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits for the end of the command: what the screen shows, and the status.
    pub fn end(mut self) -> Result<(String, i32), Failed> {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            if let Some(status) = self.child.try_wait()? {
                break status.exit_code();
            }
            if Instant::now() > end {
                self.child.kill()?;
                return Err("the command did not end".into());
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let contents = self.screen.lock().screen().contents();
        let lines = contents.lines().map(str::trim_end);
        let text: String = lines.flat_map(|line| [line, "\n"]).collect();
        Ok((text, status as i32))
    }
}

impl Screen {
    fn lock(&self) -> std::sync::MutexGuard<'_, vt100::Parser> {
        self.parser.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has ended, unless the test failed.
        let _ = self.child.kill();
    }
}
