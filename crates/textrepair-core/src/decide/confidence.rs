//! The confidence model: a sum of decision trees that estimates the probability that a change is correct.
//!
//! J. H. Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", Annals of Statistics 29, 2001.

use super::features::COUNT;

/// The highest confidence (0–1) of a change: no decision is certain.
pub const SUREST: f64 = 0.9999;
const LARGEST: f64 = 30.0;

/// A node of a tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Node {
    /// A value that is added to the log odds.
    Leaf(f64),
    /// A question: whether a feature is at most a threshold.
    Split {
        /// The number of the feature.
        feature: usize,
        /// The threshold.
        threshold: f64,
        /// The node to go to if it is.
        below: usize,
        /// The node to go to otherwise.
        above: usize,
    },
}

/// A sum of decision trees.
#[derive(Clone, Debug)]
pub struct ConfidenceModel {
    bias: f64,
    trees: Vec<Vec<Node>>,
}

impl ConfidenceModel {
    /// Takes trees; each adds to the log odds, which are `bias` before any tree.
    ///
    /// # Errors
    /// Returns the numbers of a tree and a node that leads nowhere: a branch must lead to a later node.
    pub fn new(bias: f64, trees: Vec<Vec<Node>>) -> Result<Self, (usize, usize)> {
        for (number, tree) in trees.iter().enumerate() {
            for (place, node) in tree.iter().enumerate() {
                let leads_on = match *node {
                    Node::Leaf(value) => value.is_finite(),
                    Node::Split { feature, threshold, below, above } => {
                        feature < COUNT
                            && threshold.is_finite()
                            && place < below.min(above)
                            && below.max(above) < tree.len()
                    }
                };
                if !leads_on {
                    return Err((number, place));
                }
            }
        }
        Ok(Self { bias, trees })
    }

    /// Returns the estimated probability (0–1) that a change with these features is correct.
    pub fn confidence(&self, features: &[f64; COUNT]) -> f64 {
        let total = self.trees.iter().fold(self.bias, |total, tree| total + leaf(tree, features));
        (1.0 / (1.0 + libm::exp(-total.clamp(-LARGEST, LARGEST)))).min(SUREST)
    }
}

fn leaf(tree: &[Node], features: &[f64; COUNT]) -> f64 {
    let mut place = 0;
    loop {
        match tree.get(place) {
            Some(&Node::Split { feature, threshold, below, above }) => {
                place = if features[feature] > threshold { above } else { below };
            }
            Some(&Node::Leaf(value)) => return value,
            None => return 0.0,
        }
    }
}
