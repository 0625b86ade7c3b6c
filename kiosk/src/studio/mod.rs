//! What a development machine does with the screens: pictures of samples, journeys by script, touches without sense. Never on devices.

pub mod journey;
pub mod monkey;
pub mod shots;
