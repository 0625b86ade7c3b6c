//! What a development machine does with the screens: pictures of samples, journeys by script. Never on devices.

pub mod journey;
pub mod shots;
